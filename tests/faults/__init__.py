"""What the program promises about people's work, against the faults that would break it. The quick form runs with
every test run; `make faults` runs the long one.
"""
