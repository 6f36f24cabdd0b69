"""python -m deploy.compress: gzips every file a browser may ask for, once, into var/static."""

from app import app


def main() -> None:
    """Asks the app itself, so that what is compressed is what is served."""
    client = app.server.test_client()
    takes = {"Accept-Encoding": "gzip"}
    suites = [
        f"/_dash-component-suites/{package}/{name}"
        for package, names in app.registered_paths.items()
        for name in names
        if not name.endswith(".map")
    ]
    for path in suites:
        client.get(path, headers=takes)


if __name__ == "__main__":
    main()
