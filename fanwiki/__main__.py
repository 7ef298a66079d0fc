"""`python -m fanwiki` is the command line."""

from fanwiki.cli import main

if __name__ == "__main__":
    main()
