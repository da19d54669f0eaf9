"""A hook of mkdocs (``mkdocs.yml``): what lies outside of ``docs/`` is no page, so links there become plain words."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """A page without its links to files of the repository; one to the folder of decisions goes to the first of them."""
    folder = PurePosixPath(page.file.src_uri).parent

    def kept(link: re.Match[str]) -> str:
        text, target = link.groups()
        if re.match(r"[a-z]+:|#", target):
            return link[0]
        path = target.partition("#")[0]
        if path.startswith("../" if folder == PurePosixPath(".") else "../../"):
            return str(text)
        if path.endswith("/"):
            first = min(file.src_uri for file in files if file.src_uri.startswith(str(folder / path)))
            return f"[{text}]({first})"
        return link[0]

    return _LINK.sub(kept, markdown)
