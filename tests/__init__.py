"""The tests; here only what checks cnnlib's annotations in all of them, named in pyproject.toml."""

from beartype import BeartypeConf, beartype

# As in PEP 484, an int is a float, too.
check_annotations = beartype(conf=BeartypeConf(is_pep484_tower=True))
