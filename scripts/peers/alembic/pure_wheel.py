"""Makes a wheel that was built without its compiled part say so: `pure_wheel.py WHEEL FOLDER`, with this machine's Python.

Where the compiler is missing a package may go on without it, but its wheel keeps the name of the machine that it was built on.
"""

import base64
import hashlib
import re
import sys
import zipfile
from pathlib import Path


def main(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    compiled = [name for name in files if re.search(r"\.(so|pyd|dylib)$", name)]
    if compiled:
        raise SystemExit(f"{wheel.name} has compiled code in it: {compiled[0]}")
    stem = "-".join(wheel.name.split("-")[:2])
    about = f"{stem}.dist-info/WHEEL"
    text = re.sub(rb"(?m)^Root-Is-Purelib:.*$", b"Root-Is-Purelib: true", files[about])
    files[about] = re.sub(rb"(?m)^Tag:.*$", b"Tag: py3-none-any", text)
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},sha256={digest(content)},{len(content)}" for name, content in files.items() if name != record]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


main(Path(sys.argv[1]), Path(sys.argv[2]))
