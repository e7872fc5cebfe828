"""What Cloudflare's docs leave open, and what this emulator does about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guesses:
    """Each field is a guess that nobody has confirmed, so that a test can try the other side too.

    Where nothing is known the default is the harsher reading: a client that survives it survives both.
    """

    # A PUT without `trusted_workers` switches trust off. Undocumented. For it: the guide sends both fields when
    # it means only one, and only PATCH is said to leave omitted fields alone.
    # https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/reference/worker-isolation/
    replace_resets_trust: bool = True

    # Rows of the script list hold the script in `script`, as the reference has it; Cloudflare's own template reads
    # its fields from the row. https://hexdocs.pm/cloudflare/workers_for_platforms.html
    # https://github.com/cloudflare/workers-for-platforms-example
    list_rows_nested: bool = True

    # Rows of a page when no limit is sent. Only the maximum, 1,000, is known; a small page shows up clients that
    # never ask for the next. https://github.com/cloudflare/cloudflare-docs/pull/28765
    page_size: int = 100

    # An upload that says nothing of tags and settings puts them back to their defaults. Documented is only that
    # bindings are replaced. https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
    upload_resets_settings: bool = True

    # How many tags a script may have: 8 by the docs, 10 by the published specification.
    # https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/tags/
    max_tags: int = 8

    # Names that a namespace may have. That there are bad ones is known, and that they are refused with 100120.
    namespace_name: str = r"[A-Za-z0-9_-]{1,64}"
