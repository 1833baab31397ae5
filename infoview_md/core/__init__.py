"""The words and the rules: values in, values out; no disk, no clock, no command line."""
