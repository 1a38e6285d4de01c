"""What pip can do without a network: tell which packages there are, whether they have what they need, and take one away.

They come with Updown, or as wheels that the project holds.
"""

import os
from importlib import metadata

from . import streams, wheels

GET = "pip download --no-deps --only-binary=:all: --python-version 3.14 --implementation py --abi none --platform any"


def packages():
    found = {}
    for one in metadata.distributions():
        found.setdefault(one.metadata["Name"].lower(), one)
    return [found[name] for name in sorted(found)]


def main(arguments):
    command, rest = (arguments[0] if arguments else "help"), arguments[1:]
    names = [word for word in rest if not word.startswith("-")]
    if command == "list":
        return list_all()
    if command == "freeze":
        for one in packages():
            streams.out.write(f"{one.metadata['Name']}=={one.version}\n")
        return 0
    if command == "check":
        return check()
    if command == "show" and names:
        return show(names)
    if command == "uninstall" and names:
        return max(uninstall(name) for name in names)
    if command == "install" and (names or "-r" in rest):
        return install(rest)
    streams.err.write(
        "pip has no network here. It knows: pip list, freeze, check, show NAME, uninstall NAME, and it tells whether\n"
        "pip install NAME has anything to do.\n"
        "To get another package, drop its wheel (a .whl of pure Python) on the page.\n"
    )
    return 0 if command in ("help", "--help", "-h") else 1


def list_all():
    rows = [(one.metadata["Name"], one.version) for one in packages()]
    width = max(len(name) for name, _ in rows)
    length = max(len("Version"), *(len(version) for _, version in rows))
    streams.out.write(f"{'Package':{width}} Version\n{'-' * width} {'-' * length}\n")
    for name, version in rows:
        streams.out.write(f"{name:{width}} {version}\n")
    return 0


def show(names):
    unknown = []
    shown = 0
    for name in names:
        try:
            one = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            unknown.append(name)
            continue
        if shown:
            streams.out.write("---\n")
        shown += 1
        needs = sorted({need.name for need in wheels.required(one, frozenset())}, key=str.lower)
        streams.out.write(
            f"Name: {one.metadata['Name']}\nVersion: {one.version}\n"
            f"Summary: {one.metadata['Summary'] or ''}\nLocation: {str(one.locate_file('')).rstrip('/')}\n"
            f"Requires: {', '.join(needs)}\n"
        )
        file = wheels.file_of(one)
        if file is not None:
            streams.out.write(f"Wheel: {file}\n")
    if unknown:
        streams.err.write(f"WARNING: Package(s) not found: {', '.join(unknown)}\n")
    return 1 if unknown else 0


def check():
    broken = [(one, need) for one in packages() for need in wheels.missing(one.metadata["Name"])]
    for one, need in broken:
        who = f"{one.metadata['Name']} {one.version}"
        if need["have"] is None:
            streams.out.write(f"{who} requires {need['wants']}, which is not installed.\n")
        else:
            streams.out.write(
                f"{who} has requirement {need['wants']}, but you have {need['name']} {need['have']}.\n"
            )
    if not broken:
        streams.out.write("No broken requirements found.\n")
    return 1 if broken else 0


def uninstall(name):
    try:
        one = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        streams.err.write(f"WARNING: Skipping {name} as it is not installed.\n")
        return 0
    title = one.metadata["Name"]
    file = wheels.file_of(one)
    if file is None:
        streams.err.write(f"ERROR: {title} comes with Updown: there is no wheel of it in the project to take away.\n")
        return 1
    streams.out.write(f"Found existing installation: {title} {one.version}\nUninstalling {title}-{one.version}:\n")
    os.remove(file)
    streams.out.write(f"  Successfully uninstalled {title}-{one.version}\n")
    return 0


def install(words):
    """Says what is there already, and how to get what is not."""
    from packaging.requirements import InvalidRequirement, Requirement

    lines = []
    for at, word in enumerate(words):
        if at > 0 and words[at - 1] in ("-r", "--requirement"):
            if not os.path.exists(word):
                streams.err.write(
                    f"ERROR: Could not open requirements file: [Errno 2] No such file or directory: {word!r}\n"
                )
                return 1
            with open(word) as file:
                lines += [line.split(" #")[0].strip() for line in file]
        elif not word.startswith("-"):
            lines.append(word)
    code = 0
    for line in lines:
        if not line or line.startswith(("#", "-")):
            continue
        if line.endswith(".whl"):
            streams.out.write(f"{line}: a wheel is there as soon as it is dropped on the page; `pip list` has it.\n")
            continue
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            streams.err.write(f"ERROR: Invalid requirement: {line!r}\n")
            return 1
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        have = wheels.version_of(requirement.name)
        if have is not None and requirement.specifier.contains(have, prereleases=True):
            place = str(metadata.distribution(requirement.name).locate_file("")).rstrip("/")
            streams.out.write(f"Requirement already satisfied: {wheels.written(requirement)} in {place} ({have})\n")
            continue
        code = 1
        here = "" if have is None else f" Here it is {have}."
        streams.err.write(
            f"ERROR: pip has no network here, and {wheels.written(requirement)} is not there.{here}\n"
            f"Get its wheel elsewhere and drop it on this page: {GET} '{wheels.written(requirement)}'\n"
        )
    return code
