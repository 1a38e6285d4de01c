"""Unpacks what pip has got: `gather.py DOWNLOADS SITE`, with this machine's Python and nothing else.

Every wheel comes whole; of a source archive come its packages and what it says of itself.
"""

import shutil
import sys
import tarfile
import zipfile
from pathlib import Path


def unpack_wheel(wheel: Path, site: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)


def unpack_source(archive_file: Path, site: Path, scratch: Path) -> None:
    with tarfile.open(archive_file) as archive:
        members = [one for one in archive.getmembers() if one.isfile() and ".." not in Path(one.name).parts]
        archive.extractall(scratch, members=members)
    top = scratch / archive_file.name.removesuffix(".tar.gz")
    for package in sorted(one.parent for one in top.glob("*/__init__.py")):
        if package.name != "tests":
            shutil.copytree(package, site / package.name)
    info = site / f"{top.name.replace('-', '_', 1)}.dist-info"
    info.mkdir()
    shutil.copyfile(top / "PKG-INFO", info / "METADATA")
    (info / "INSTALLER").write_text("pip\n")
    (info / "WHEEL").write_text("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")


def main(downloads: Path, site: Path) -> None:
    scratch = site.parent / "unpacked"
    for folder in (site, scratch):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for wheel in sorted(downloads.glob("*.whl")):
        unpack_wheel(wheel, site)
    for archive_file in sorted(downloads.glob("*.tar.gz")):
        unpack_source(archive_file, site, scratch)
    shutil.rmtree(scratch)


main(Path(sys.argv[1]), Path(sys.argv[2]))
