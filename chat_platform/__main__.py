"""The command line of the platform: ``python -m chat_platform --help``."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from pathlib import Path
from typing import Any, NoReturn, get_args

from pydantic import SecretStr, ValidationError

from chat_platform.contract.standing import Role
from chat_platform.settings import Settings, Unusable, prepare_folder

EXIT_USAGE = 2


def main() -> None:
    """Read the command line and do what it says."""
    parser = build_parser()
    options = parser.parse_args()
    if options.command == "serve":
        serve(options)
    elif options.command == "grant":
        grant(options)
    else:
        write_documents(options.out)


def build_parser() -> argparse.ArgumentParser:
    """The commands, with every setting in the help text."""
    lines = [
        f"  CHAT_{name.upper():26} {field.description} (default: {shown_default(field.default)})"
        for name, field in Settings.model_fields.items()
    ]
    parser = argparse.ArgumentParser(
        prog="python -m chat_platform",
        description="Chat is King, the reference platform: an AI-agent chat about AI spend.",
        epilog="settings, from the environment:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serving = commands.add_parser("serve", help="start the platform; it prints where it listens")
    serving.add_argument("--host", help="address to listen on, instead of CHAT_HOST")
    serving.add_argument("--port", type=int, help="port, instead of CHAT_PORT; 0 takes a free one")
    serving.add_argument("--data-dir", help="folder for all data, instead of CHAT_DATA_DIR")
    granting = commands.add_parser("grant", help="give a role to a person who has an account")
    granting.add_argument("address", help="the person's e-mail address")
    granting.add_argument("--role", choices=get_args(Role), required=True, help="the role")
    granting.add_argument("--data-dir", help="folder for all data, instead of CHAT_DATA_DIR")
    documents = commands.add_parser("documents", help="write openapi.json and asyncapi.yaml")
    documents.add_argument("--out", type=Path, required=True, help="the folder to write into")
    return parser


def shown_default(value: object) -> object:
    """A default as the help text shows it."""
    if isinstance(value, SecretStr):
        value = ""
    return value if value not in ("", (), {}) else "unset"


def serve(options: argparse.Namespace) -> None:
    """Start the platform and serve until a signal comes."""
    settings = prepared(
        read_settings(host=options.host, port=options.port, data_dir=options.data_dir)
    )
    # Loading makes many objects and no garbage: collecting meanwhile costs a fifth of it.
    # The server switches the collector on again once it is ready.
    gc.disable()
    from chat_platform import server  # noqa: PLC0415 - --help should be quick
    from chat_platform.operations.logging import set_up_logging  # noqa: PLC0415

    try:
        listening = server.bind(settings)
    except OSError as problem:
        reason = str(problem.strerror).partition(" (while")[0]
        refuse(
            f"Cannot listen on {settings.host}:{settings.port} ({reason}): "
            "choose another --host or --port (0 takes a free one), or stop what uses the port."
        )
    set_up_logging(settings.log_level, settings.log_format)
    from chat_platform.application import create_application  # noqa: PLC0415 - heavy

    settings = settings.model_copy(update={"port": listening.getsockname()[1]})
    try:
        server.serve(create_application(settings), settings, listening)
    except Unusable as problem:
        refuse(str(problem))


def read_settings(**given: Any) -> Settings:
    """The settings of the environment, and over them what the command line gives."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as problem:
        first = problem.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        refuse(f"The setting CHAT_{name} cannot be used: {reason}.")


def prepared(settings: Settings) -> Settings:
    """The settings, after the data folder was made ready."""
    try:
        return prepare_folder(settings)
    except OSError as problem:
        refuse(
            f"The folder {settings.data_dir} cannot be written ({problem.strerror}): "
            "choose another one with --data-dir or CHAT_DATA_DIR."
        )


def grant(options: argparse.Namespace) -> None:
    """Give a role to a person; it counts at once, also while the platform runs."""
    settings = prepared(read_settings(data_dir=options.data_dir))
    from chat_platform.application import grant_role  # noqa: PLC0415 - heavy

    try:
        asyncio.run(grant_role(settings, options.address, options.role))
    except Unusable as problem:
        refuse(str(problem))
    print(f"{options.address} has the role {options.role} from now on.")


def write_documents(folder: Path) -> None:
    """Write the API documents, made from the code, into a folder."""
    from chat_platform.application import create_application  # noqa: PLC0415 - heavy
    from chat_platform.operations.documents import asyncapi_yaml, openapi_json  # noqa: PLC0415

    app = create_application(read_settings())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "openapi.json").write_text(openapi_json(app), encoding="utf-8")
        (folder / "asyncapi.yaml").write_text(asyncapi_yaml(), encoding="utf-8")
    except OSError as problem:
        refuse(f"The folder {folder} cannot be written ({problem.strerror}).")
    print(f"Wrote openapi.json and asyncapi.yaml into {folder}")


def refuse(sentence: str) -> NoReturn:
    """Tell what is wrong in one sentence and end with the status for wrong usage."""
    print(sentence, file=sys.stderr)
    raise SystemExit(EXIT_USAGE)


if __name__ == "__main__":
    main()
