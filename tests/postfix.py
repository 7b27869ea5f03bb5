"""A private Postfix on the loopback, with its queue and mailbox in one folder: Debian's package, which needs root."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SERVICES = """\
{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
_MAIN = """\
compatibility_level = 3.6
queue_directory = {work}/queue
data_directory = {work}/data
maillog_file = {work}/log/mail.log
maillog_file_prefixes = {work}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.test
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
virtual_mailbox_domains = jambi.example, dinas.example
virtual_mailbox_base = {box}
virtual_mailbox_maps = static:./
virtual_minimum_uid = 1
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
message_size_limit = 20000000
"""


@contextmanager
def postfix(box: Path) -> Iterator[int]:
    """Its port; what it delivers lies in `box`/new, a file for each recipient, all of it when the block ends."""
    work = box.parent / "postfix"
    for name in ("queue", "data", "log"):
        (work / name).mkdir(parents=True)
    box.parent.chmod(0o755)
    shutil.chown(work / "data", "postfix")
    shutil.chown(box, 65534, 65534)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    (work / "main.cf").write_text(_MAIN.format(work=work, box=box), "ascii")
    (work / "master.cf").write_text(_SERVICES.format(port=port), "ascii")
    subprocess.run(["postfix", "-c", work, "start"], capture_output=True, check=True)
    try:
        yield port
        _drain(work / "queue")
    finally:
        subprocess.run(["postfix", "-c", work, "stop"], capture_output=True, check=True)


def _drain(queue: Path) -> None:
    """Wait until nothing is left in it."""
    for _ in range(600):
        folders = (queue / name for name in ("incoming", "active", "deferred"))
        if not any(files for folder in folders for _, _, files in os.walk(folder)):
            return
        time.sleep(0.1)
    raise TimeoutError("Postfix does not deliver")
