"""Expected trouble: a bad file, a missing folder, a wrong option."""


class InputError(Exception):
    """One sentence for a person: which file, what was expected, what was found. The command prints it and ends with 2."""
