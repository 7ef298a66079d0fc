"""What is hostile is refused or shown as what it is: nothing of it runs, fetches, reads a file, or takes the machine's
memory.
"""
