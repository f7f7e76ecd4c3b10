"""`python -m backend_stub.cli`."""

from backend_stub.cli import main

if __name__ == "__main__":
    main()
