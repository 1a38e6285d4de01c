"""What pip can tell here: which packages there are. They come with Updown, or as wheels that the project holds."""

import sys
from importlib import metadata

from . import streams


def packages():
    found = {}
    for one in metadata.distributions():
        found.setdefault(one.metadata["Name"].lower(), (one.metadata["Name"], one.version))
    return [found[name] for name in sorted(found)]


def main(arguments):
    command = arguments[0] if arguments else "help"
    if command == "list":
        rows = packages()
        width = max(len(name) for name, _ in rows)
        length = max(len("Version"), *(len(version) for _, version in rows))
        streams.out.write(f"{'Package':{width}} Version\n{'-' * width} {'-' * length}\n")
        for name, version in rows:
            streams.out.write(f"{name:{width}} {version}\n")
        return 0
    if command == "freeze":
        for name, version in packages():
            streams.out.write(f"{name}=={version}\n")
        return 0
    if command == "show" and len(arguments) > 1:
        return show(arguments[1:])
    streams.err.write(
        "pip has no network here. It knows: pip list, pip freeze, pip show NAME.\n"
        "To get another package, drop its wheel (a .whl of pure Python) into the project.\n"
    )
    return 0 if command in ("help", "--help", "-h") else 1


def show(names):
    missing = []
    for name in names:
        try:
            one = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
            continue
        streams.out.write(
            f"Name: {one.metadata['Name']}\nVersion: {one.version}\n"
            f"Summary: {one.metadata['Summary'] or ''}\nLocation: {one.locate_file('')}\n"
        )
    if missing:
        streams.err.write(f"WARNING: Package(s) not found: {', '.join(missing)}\n")
    return 1 if missing else 0
