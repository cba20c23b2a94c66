#!/usr/bin/env python3
"""Writes the resources of io.archway.dicom.dict from pydicom's dictionaries of DICOM PS3.6.

Usage: generate.py [FOLDER]   where FOLDER holds an unpacked pydicom (the parent of pydicom/);
without it the installed pydicom is used. README.md beside this file records what was used last.
"""
import pathlib
import sys

if len(sys.argv) > 1:
    sys.path.insert(0, sys.argv[1])
import pydicom
from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary
from pydicom._uid_dict import UID_dictionary

# PS3.6 clause 9, the one element of RTP payloads (PS3.22), which pydicom leaves out.
MISSING = {0x00060001: ("SQ", "1", "Current Frame Functional Groups Sequence", "",
                        "CurrentFrameFunctionalGroupsSequence")}

OUT = (pathlib.Path(__file__).parent
       / "../main/resources/io/archway/dicom/dict").resolve()


def row(*fields):
    for field in fields:
        assert "\t" not in field and "\n" not in field, field
    return "\t".join(fields) + "\n"


def write(name, header, rows):
    text = f"# {header}; from pydicom {pydicom.__version__} (MIT), see NOTICE\n" + "".join(rows)
    (OUT / name).write_text(text, encoding="utf-8")
    print(name, len(rows), "rows")


def element(tag, entry):
    vr, vm, name, retired, keyword = entry
    vr = "" if vr == "NONE" else vr.replace(" or ", "/")
    return row(tag, vr, vm, keyword, name, "R" if retired else "")


assert MISSING.keys().isdisjoint(DicomDictionary), "pydicom has it now"
exact = [element(f"{tag:08X}", entry) for tag, entry in sorted((DicomDictionary | MISSING).items())]
repeating = [element(tag.upper().replace("X", "x"), entry)
             for tag, entry in sorted(RepeatersDictionary.items())]
write("elements.tsv", "tag, VR, VM, keyword, name, R = retired", exact + repeating)

uids = sorted(UID_dictionary.items(), key=lambda e: [int(c) for c in e[0].split(".")])
write("uids.tsv", "UID, kind, keyword, name, R = retired",
      [row(uid, kind, keyword, name, "R" if retired else "")
       for uid, (name, kind, _, retired, keyword) in uids])
