"""Memory is bounded by the buckets that are under way, not by the folder."""

import os
import tracemalloc
from pathlib import Path

from tenantry import Assets
from tests.client.servers.assets import UPLOAD, Cloudflare
from tests.client.support.flavours import Ask
from tests.client.support.folders import deployed

MIB = 2**20


def test_a_folder_of_many_buckets_passes_through_little_memory(
    ask: Ask, cloudflare: Cloudflare, tmp_path: Path
) -> None:
    for number in range(96):
        file = tmp_path / f"{number}.bin"
        file.write_bytes(b"%d" % number)
        os.truncate(file, MIB)
    cloudflare.bucket, cloudflare.keeps_bodies = 2, False

    tracemalloc.start()
    try:
        ask(lambda client: deployed(client, Assets(tmp_path)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(cloudflare.of("POST", UPLOAD)) == 48
    # 96 MiB are 128 in base64. Three buckets are 8 in base64, here and once more at the server, which runs in this
    # process too and takes each apart.
    assert peak < 40 * MIB, f"{peak / MIB:.0f} MiB"


def test_a_large_file_is_hashed_in_pieces(blocking: Ask, tmp_path: Path) -> None:
    (tmp_path / "large.bin").touch()
    os.truncate(tmp_path / "large.bin", 25 * MIB)

    tracemalloc.start()
    try:
        blocking(lambda client: deployed(client, Assets(tmp_path), dry_run=True))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8 * MIB, f"{peak / MIB:.0f} MiB"
