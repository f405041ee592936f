"""The commands' entry points: help and version without importing torch, and one line for Ctrl-C meanwhile.

A module beside the package, because importing the package imports every chapter, and with them torch."""
import json
import os
import signal
import sys
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

PACKAGE = 'ddpm_nb'


def say(*lines: str) -> None:
    "Print lines, or end as a command does whose output cannot be written."
    try: print(*lines, sep='\n', flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)            # for what Python still has in store
        sys.exit(141 if isinstance(error, BrokenPipeError) else f'the output cannot be written: {error.strerror}')


def main(name: str | None = None # Command to run; None: the first word says which
        ) -> None:
    "Run a command with the words of the command line."
    if hasattr(sys.stdout, 'reconfigure'): sys.stdout.reconfigure(errors='backslashreplace')      # it may be None, or ASCII
    words, ours = sys.argv[1:], signal.getsignal(signal.SIGINT) is signal.default_int_handler
    def stop(*_) -> None:
        os.write(2, f'{name or PACKAGE}: stopped\n'.encode())
        os._exit(130)
    if ours: signal.signal(signal.SIGINT, stop)
    helps = json.loads(Path(__file__).with_name(PACKAGE).joinpath('help.json').read_text(encoding='utf-8'))  # by .ci/help
    if name is None:
        word = words.pop(0) if words else '--help'
        if word == '--version': return say(f'{PACKAGE} {version(PACKAGE)}')
        name = f"ddpm_{word.removeprefix('ddpm_')}"
        about = [f"  {command.removeprefix('ddpm_'):8}{text.splitlines()[2].split('.')[0].split(':')[0]}"
                 for command, text in helps.items()]
        if word in ('-h', '--help'):
            return say(f'usage: python -m {PACKAGE} COMMAND [options]\n', *about)
        if name not in helps:
            sys.exit(f"{PACKAGE}: no command {word!r}; 'python -m {PACKAGE}' lists the commands")
    if {'-h', '--help'} & {*words}: return say(helps[name].rstrip())
    if '--version' in words: return say(f'{name} {version(PACKAGE)}')
    for chapter in 'solvers', 'resunet', 'commands':    # the first two add samplers and a network
        module = import_module(f'{PACKAGE}.{chapter}')
    try:
        if ours: signal.signal(signal.SIGINT, signal.default_int_handler)
        getattr(module, name)(words)
    except KeyboardInterrupt: stop()


ddpm_train, ddpm_sample, ddpm_eval, ddpm_bench, ddpm_export = (
    partial(main, f'ddpm_{name}') for name in ('train', 'sample', 'eval', 'bench', 'export'))
