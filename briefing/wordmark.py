"""A light mark across each page of a Word file: text art in the running head, as Word does it."""

from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

SPACES = (
    nsdecls("w")
    + ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
PLACED = (
    "position:absolute;margin-left:0;margin-top:0;width:440pt;height:26pt;rotation:325;z-index:-1;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)


def across(words: str):
    """The run that holds the mark."""
    return parse_xml(
        f"<w:r {SPACES}><w:pict>"
        '<v:shapetype id="taken-type" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="taken" type="#taken-type" style="{PLACED}" fillcolor="#d9d9d9" stroked="f">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:SimHei" string={quoteattr(words)}/>'
        "</v:shape></w:pict></w:r>"
    )
