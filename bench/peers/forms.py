"""Which forms of a task are wanted, by their names."""
import fnmatch

HELP = "a form by its name, in which * stands for anything, such as 'compiled*'; may be repeated"


def chosen(name, forms):
    """Without any, all are."""
    return not forms or any(fnmatch.fnmatchcase(name, form) for form in forms)
