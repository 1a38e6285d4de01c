"""Packages that a project brings as wheels of pure Python: put in place, and asked what else they need.

Whether a wheel is sound and pure has been looked at before it comes here; whether it suits this Python has not.
"""

import io
import json
import os
import re
import shutil
import sys
import zipfile
from importlib import metadata
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader

BASE = "/home/user/.local"
SITE = f"{BASE}/lib/python3.14/site-packages"

_codes = {}


def prepare():
    """Makes a place for them, behind the packages that come with Updown."""
    os.makedirs(SITE, exist_ok=True)
    sys.path.append(SITE)
    sys.path_hooks.insert(0, _finder)


def install(wheels):
    """Makes these all the wheels that there are; `wheels` has for each its file and its bytes. Gives a report of each, as JSON."""
    _codes.clear()
    shutil.rmtree(BASE, ignore_errors=True)
    os.makedirs(SITE)
    provided = {normal(one.metadata["Name"]): one for one in metadata.distributions()}
    reports = []
    for wheel in wheels:
        with zipfile.ZipFile(io.BytesIO(wheel["bytes"])) as archive:
            about = _metadata(archive)
            report = {"file": wheel["file"], "name": about["Name"], "version": about["Version"], "missing": []}
            report["refused"] = _why_not(about, provided)
            if report["refused"] is None:
                _unpack(archive)
        reports.append(report)
    sys.path_importer_cache.clear()
    for report in reports:
        if report["refused"] is None:
            report["missing"] = missing(report["name"])
    return json.dumps(reports)


def missing(name):
    """What a package needs and is not there, or not in the version that it needs."""
    found = []
    for requirement in required(metadata.distribution(name), frozenset()):
        have = version_of(requirement.name)
        if have is None or not requirement.specifier.contains(have, prereleases=True):
            found.append({"name": requirement.name, "wants": written(requirement), "have": have})
    return found


def required(package, extras):
    """What a package needs here, with what its extras need, and the extras of what it needs."""
    from packaging.requirements import Requirement

    for line in package.requires or ():
        requirement = Requirement(line)
        if requirement.marker is not None and not any(
            requirement.marker.evaluate({"extra": extra}) for extra in (extras or {""})
        ):
            continue
        yield requirement
        if requirement.extras and version_of(requirement.name) is not None:
            for further in required(metadata.distribution(requirement.name), requirement.extras):
                if further.marker is not None and "extra" in str(further.marker):
                    yield further


def version_of(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def written(requirement):
    """A requirement as pip takes it: without the condition, which is met."""
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"{requirement.name}{extras}{requirement.specifier}"


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def file_of(package):
    """The wheel in the project that a package has come from; None where it comes with Updown."""
    if str(package.locate_file("")).rstrip("/") != SITE or not os.path.isdir("wheels"):
        return None
    for file in sorted(os.listdir("wheels")):
        name, _, rest = file.partition("-")
        if file.endswith(".whl") and normal(name) == normal(package.metadata["Name"]):
            return f"wheels/{file}"
    return None


def _metadata(archive):
    from email import message_from_bytes

    [place] = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
    return message_from_bytes(archive.read(place))


def _why_not(about, provided):
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    here = sys.version.split()[0]
    wanted = about["Requires-Python"]
    try:
        suits = wanted is None or SpecifierSet(wanted).contains(here, prereleases=True)
    except InvalidSpecifier:
        suits = False
    if not suits:
        return f"it needs Python {wanted}, and here it is {here}"
    one = provided.get(normal(about["Name"]))
    if one is not None:
        return f"{one.metadata['Name']} {one.version} comes with Updown, and a wheel cannot take its place"
    return None


def _unpack(archive):
    for name in archive.namelist():
        path = _place(name)
        if name.endswith("/") or path is None:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(archive.read(name))


def _place(name):
    """Where a file of a wheel belongs: most in the packages, data of the whole installation beside them."""
    within = re.fullmatch(r"[^/]+\.data/(purelib|platlib|data)/(.+)", name)
    if within is None:
        return None if re.match(r"[^/]+\.data/", name) else f"{SITE}/{name}"
    return f"{BASE if within[1] == 'data' else SITE}/{within[2]}"


class _Loader(SourceFileLoader):
    """Every command imports anew, but nothing is compiled twice."""

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        if path not in _codes:
            _codes[path] = super().get_code(fullname)
        return _codes[path]


def _finder(path):
    if path != SITE and not path.startswith(f"{SITE}/"):
        raise ImportError("not a folder of wheels", path=path)
    return FileFinder(path, (_Loader, SOURCE_SUFFIXES))
