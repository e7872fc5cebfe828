"""What Cloudflare's docs leave open, and what this emulator does about it.

emulator.md, beside this package's `__main__`, says the same in prose, with the evidence.
"""

import re
from dataclasses import dataclass
from typing import Literal

from tenantry_emulator.arguments import check_fields
from tenantry_emulator.errors import WrongArgument


@dataclass(frozen=True)
class Guesses:
    """Each field is a guess that nobody has confirmed, so that a test can try the other side too.

    The default is the side with the better evidence; where nothing is known it is the harsher reading: a client that
    survives it survives both.
    """

    __module__ = "tenantry_emulator"

    # --- namespaces -------------------------------------------------------------------------------

    # A PUT without `trusted_workers` switches trust off. Undocumented. For it: the guide sends both fields when
    # it means only one, and only PATCH is said to leave omitted fields alone.
    # https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/reference/worker-isolation/
    replace_resets_trust: bool = True

    # Names that a namespace may have, as a regular expression. That there are bad ones is known, and that they are
    # refused with 100120. https://github.com/alchemy-run/distilled
    namespace_name: str = r"[A-Za-z0-9_-]{1,64}"

    # --- scripts ----------------------------------------------------------------------------------

    # Names that a script may have. The published specification of 2024 has ^[a-z0-9_][a-z0-9-_]*$; wrangler, which
    # holds account Workers to it, takes any name in a namespace. https://github.com/cloudflare/api-schemas
    script_name: str = r"(?s:.+)"

    # What reading a script answers that is not there: 10092 is the only code that wrangler 4.164.0 takes for that;
    # others record 10007, and a success without a script. https://github.com/alchemy-run/distilled
    missing_script: Literal["10092", "10007", "null"] = "10092"

    # Deleting a script answers 204 and nothing else. The reference says "no response body", and shows one.
    # https://hexdocs.pm/cloudflare/workers_for_platforms.html
    delete_answers_nothing: bool = False

    # An upload that says nothing of settings puts them back to their defaults. Documented is only that bindings are
    # replaced. https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
    upload_resets_settings: bool = True

    # The same of tags.
    upload_resets_tags: bool = True

    # Bytes of all modules of a script, uncompressed. https://developers.cloudflare.com/workers/platform/limits/
    max_script_bytes: int = 64 * 1024 * 1024

    # Bytes of the metadata of an upload, or of changed settings. That there is a bound is not known; other limits leave
    # room for about so much: 2,100 redirects of 2,000 characters, 128 variables of 5 KB, 100 rules of headers.
    # https://developers.cloudflare.com/workers/static-assets/redirects/
    max_metadata_bytes: int = 5 * 1024 * 1024

    # Secrets of one bulk request. wrangler 4.164.0 says that 100 are allowed for account Workers; later that became 25,
    # with code 100160. https://github.com/cloudflare/workers-sdk/issues/14158
    max_bulk_secrets: int = 25

    # A binding of a type that the specification does not have is refused, not kept as it is. Reported is that; the code
    # is not. Cloudflare adds types now and then, so a test that is ahead of the specification keeps them.
    unknown_bindings: Literal["refuse", "keep"] = "refuse"

    # The same of a declarative export. In wrangler's first draft it was `durable_object`, which no page has any more.
    # https://github.com/cloudflare/workers-sdk/pull/14210
    unknown_exports: Literal["refuse", "keep"] = "refuse"

    # A service binding to a Worker that is not there, and a binding to such a dispatch namespace, are refused; who
    # deploys in another order keeps them. Reports have 10143 for the former, a client of 2026 has 10144.
    # https://github.com/alchemy-run/distilled/pull/365
    missing_targets: Literal["refuse", "keep"] = "refuse"

    # A class is enough of a Worker, for others to call its methods: an export of any kind that handles events is not
    # needed. In 2024 it was. https://github.com/cloudflare/workers-sdk/issues/5788
    class_handles: bool = False

    # Bytes of a variable or a secret, and how many of both a script may have.
    # https://developers.cloudflare.com/workers/platform/limits/#environment-variables
    max_variable_bytes: int = 5 * 1024
    max_variables: int = 128

    # What `limits` may say: 5 minutes of CPU time, and 10 million subrequests. Whether more is refused, and with which
    # code, is not known. https://developers.cloudflare.com/workers/platform/limits/
    max_cpu_ms: int = 300_000
    max_subrequests: int = 10_000_000

    # A Worker that writes a key of KV twice within a second meets 429 the second time. Documented is that, and not how
    # exactly Cloudflare measures it; a test that is fast or slow by chance should not depend on it unless it means to.
    # https://developers.cloudflare.com/kv/api/write-key-value-pairs/#limits-to-kv-writes-to-the-same-key
    one_kv_write_per_second: bool = False

    # Seconds for which a message to a queue may be delayed: 12 hours by the page of limits, 24 by that of error codes.
    # https://developers.cloudflare.com/queues/platform/limits/
    # https://developers.cloudflare.com/queues/reference/error-codes/
    max_queue_delay: int = 43_200

    # --- lists ------------------------------------------------------------------------------------

    # Rows of the script list hold the script in `script`, as the reference has it; Cloudflare's own template reads
    # its fields from the row. https://hexdocs.pm/cloudflare/workers_for_platforms.html
    # https://github.com/cloudflare/workers-for-platforms-example
    list_rows_nested: bool = True

    # Rows of a page when no limit is sent. Only the maximum, 1,000, is known; a small page shows up clients that
    # never ask for the next. https://github.com/cloudflare/cloudflare-docs/pull/28765
    page_size: int = 100

    # All pairs of a tag filter must hold, not just one of them. The reference shows a filter of two, and says nothing.
    # https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/list
    all_tags_must_hold: bool = True

    # How many scripts one bulk delete removes when no limit is sent.
    delete_size: int = 100

    # A bulk delete without a filter deletes every script: the filter is optional, which is all that is known.
    # https://hexdocs.pm/cloudflare/workers_for_platforms.html
    unfiltered_delete_takes_all: bool = True

    # A bulk delete answers in the envelope's `result`, as the reference shows it; the published specification of 2026
    # has the bare object.
    deleted_in_envelope: bool = True

    # What a bulk delete calls `id` is the script's name, as everywhere in this API; a text of at most 36 characters,
    # says the reference, which a name need not keep to and the script's `tag` does.
    deleted_id_is_name: bool = True

    # --- tags -------------------------------------------------------------------------------------

    # How many tags a script may have: 8 by the docs, 10 by the published specification.
    # https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/tags/
    max_tags: int = 8

    # How long a tag may be. That there is a bound is known, for it has a code, 100102.
    max_tag_length: int = 1024

    # --- assets -----------------------------------------------------------------------------------

    # Paths that a manifest may name. A path without a slash, and one that is not encoded as in a URI, were refused with
    # 10304; but wrangler encodes none, so that what is meant may be a percent sign that begins no code.
    # https://github.com/cloudflare/workers-sdk/issues/14461
    asset_path: str = r"/[^%]*(%[0-9A-Fa-f]{2}[^%]*)*"

    # The most that one bucket asks for, in bytes and in files. Cloudflare's buckets were seen to be near 50 MiB; for
    # Pages wrangler makes them of at most 2,000 files. https://github.com/cloudflare/workers-sdk
    bucket_bytes: int = 50 * 1024 * 1024
    bucket_files: int = 2000

    # When nothing is to be uploaded `buckets` is an empty list; some read it absent.
    # https://developers.cloudflare.com/workers/static-assets/direct-upload/
    empty_buckets_are_listed: bool = True

    # `errors` and `messages` are null in the answers of the assets operations, as that page shows them.
    asset_answers_have_nulls: bool = False

    # --- the limit --------------------------------------------------------------------------------

    # Any 300 seconds count, not only those from when the first request came.
    # https://developers.cloudflare.com/fundamentals/api/reference/limits/
    limit_slides: bool = True

    def __post_init__(self) -> None:
        check_fields(self)
        for name in ("namespace_name", "script_name", "asset_path"):
            try:
                re.compile(getattr(self, name))
            except re.error as error:
                raise WrongArgument(f"{name} is not a regular expression: {error}") from error
