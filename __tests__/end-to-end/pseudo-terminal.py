"""Runs a command in a pseudo-terminal: `pseudo-terminal.py COLUMNS ROWS RESIZE COMMAND ...`.

Copies what it writes to standard output. RESIZE is `-`, or `MILLISECONDS:COLUMNS` for a change of the width. Standard output
of the command goes to the terminal too, unless OUT names a file for it.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

columns, rows, resize = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
pid, terminal = pty.fork()
if pid == 0:
    time.sleep(0.1)
    if os.environ.get("OUT"):
        os.dup2(os.open(os.environ["OUT"], os.O_WRONLY | os.O_CREAT), 1)
    os.execvp(sys.argv[4], sys.argv[4:])


def set_size(width):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, width, 0, 0))


set_size(columns)
change = None if resize == "-" else [int(part) for part in resize.split(":")]
start = time.monotonic()
while True:
    ready, _, _ = select.select([terminal], [], [], 0.02)
    if change and (time.monotonic() - start) * 1000 > change[0]:
        set_size(change[1])
        change = None
    if not ready:
        continue
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
