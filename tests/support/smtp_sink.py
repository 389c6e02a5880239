#!/usr/bin/env python3
"""A mail server for one test: takes letters, says what it took, and ends with its standard input.

    smtp_sink.py FOLDER plain|starttls|tls [USER PASSWORD]

The first line of the output is the port; every letter that is taken becomes one line of JSON. With TLS
the certificate is made on the spot and written to FOLDER/cert.pem. Recipients whose name begins with
`nobody` are refused for good, with `busy` for now, and whoever writes to `slow` waits for ever.
"""

import asyncio
import email.policy
import json
import logging
import ssl
import subprocess
import sys
from email.parser import BytesParser

from aiosmtpd.smtp import SMTP, AuthResult  # Debian: python3-aiosmtpd


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def make_certificate(folder):
    certificate, key = f"{folder}/cert.pem", f"{folder}/key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=mail", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 There is no such mailbox"
        if address.startswith("busy"):
            return "451 4.3.2 Come back later"
        if address.startswith("slow"):
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = BytesParser(policy=email.policy.default).parsebytes(envelope.content)
        parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
        say(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": sorted(mail.keys()),
            "subject": mail["Subject"],
            "sender": str(mail["From"]),
            "messageId": mail["Message-ID"],
            "date": mail["Date"],
            "text": parts.get("text/plain"),
            "html": parts.get("text/html"),
            "encrypted": session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data,
        }))
        return "250 OK"


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        said = (data.login.decode(), data.password.decode())
        if said == (user, password):
            return AuthResult(success=True, auth_data=user)
        return AuthResult(success=False, handled=False)

    return check


async def serve(folder, mode, account):
    context = None if mode == "plain" else make_certificate(folder)
    options = {"ident": "sink"}
    if mode == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if account:
        options |= {"authenticator": authenticator(*account), "auth_required": True, "auth_require_tls": mode == "starttls"}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Mailbox(), **options), "127.0.0.1", 0, ssl=context if mode == "tls" else None
    )
    say(str(server.sockets[0].getsockname()[1]))
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # Clients that hang up are what some tests are about.
    asyncio.run(serve(sys.argv[1], sys.argv[2], sys.argv[3:5]))
