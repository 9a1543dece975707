import { type QuickstartParameters, quoted } from "./parameters";

export const python = ({ origin, api, scope }: QuickstartParameters): string => `import json
import logging
import os
import re
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener
from wsgiref.simple_server import make_server

LATCHKEY = ${quoted(origin)}
API = ${quoted(api)}
# An API token with the permission Verifier. Keep it out of the code.
VERIFIER = os.environ["LATCHKEY_VERIFIER_TOKEN"]
CREDENTIALS = re.compile("Bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)


class NoRedirects(HTTPRedirectHandler):
    """urllib would send the Verifier token along."""

    def redirect_request(self, *_):
        return None


OPENER = build_opener(NoRedirects)


def introspect(token, address):
    """Asks Latchkey about a token (RFC 7662). Raises if there is no usable answer.

    A token that is limited to networks is active only with the client's address, and only if that is in one of them.
    """
    form = urlencode({"token": token, "resource": API, "address": address}).encode()
    headers = {"Authorization": "Bearer " + VERIFIER}
    with OPENER.open(Request(LATCHKEY + "/oauth/introspect", form, headers), timeout=3) as response:
        return json.load(response)


def check(authorization, scope, address):
    """What the token has, and None; or None, and a refusal with its challenge (RFC 6750)."""
    credentials = CREDENTIALS.fullmatch(authorization)
    if credentials is None:
        return None, ("401 Unauthorized", 'Bearer realm="api"')
    try:
        token = introspect(credentials[1], address)
        if token["active"] is not True:
            return None, ("401 Unauthorized", 'Bearer realm="api", error="invalid_token"')
        if scope not in token["scope"].split(" "):
            challenge = 'Bearer realm="api", error="insufficient_scope", scope="' + scope + '"'
            return None, ("403 Forbidden", challenge)
        return token, None
    except Exception:  # An error refuses too.
        logging.exception("A token could not be checked")
        return None, ("503 Service Unavailable", None)


def require_scope(scope, app):
    """A WSGI application that lets only requests pass whose token has the scope."""

    def guarded(environ, start_response):
        # Behind a proxy, the address that the proxy passes.
        token, refusal = check(environ.get("HTTP_AUTHORIZATION", ""), scope, environ["REMOTE_ADDR"])
        if refusal is None:
            return app({**environ, "latchkey.token": token}, start_response)
        status, challenge = refusal
        start_response(status, [("WWW-Authenticate", challenge)] if challenge else [])
        return []

    return guarded


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"subject": environ["latchkey.token"]["sub"]}).encode()]


if __name__ == "__main__":
    guarded = require_scope(${quoted(scope)}, app)
    make_server("127.0.0.1", int(os.environ.get("PORT", "8000")), guarded).serve_forever()
`;
