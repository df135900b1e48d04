"""`python -m kaoping` is `kaoping`."""

from kaoping.cli import main

main()
