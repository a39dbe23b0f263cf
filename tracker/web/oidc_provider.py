"""The city's identity provider, spoken to over HTTP: where to send people, and who came back.

Authlib makes the requests, joserfc verifies the signature. What the provider says of itself is taken
from its discovery document; the issuer and the admitted algorithms are ours (docs/decisions/0011).
"""

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from tracker.domain.language.errors import BadInput, Refusal
from tracker.services.external_sign_in import Identity
from tracker.settings import Settings, is_confidential

# Signatures with a key that the provider alone holds: no HMAC, no "none".
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_LEEWAY_SECONDS = 60
_TIMEOUT_SECONDS = (5, 10)  # to connect, to answer
_FRESH_SECONDS = 3600
_SCOPE = "openid profile"
_BASIC, _POST = "client_secret_basic", "client_secret_post"


class ProviderAway(Refusal):
    """The provider can't be reached or does not speak OpenID Connect; the cause is for the log."""


class NotProven(Refusal):
    """The provider's answer does not prove who this is; the cause is for the log and the trail."""


@dataclass(frozen=True)
class Secrets:
    """What a sign-in under way is recognised by; it stays in the browser that began it."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))


@dataclass(frozen=True)
class _Discovered:
    """The provider's own description, checked, with its public keys."""

    about: dict[str, Any]
    keys: KeySet
    read_at: float

    @property
    def client_method(self) -> str:
        supported = self.about.get("token_endpoint_auth_methods_supported", [_BASIC])
        return _POST if _BASIC not in supported and _POST in supported else _BASIC


class Provider:
    """One for each process; its description is read when first needed, and again after an hour."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: _Discovered | None = None

    @property
    def redirect_uri(self) -> str:
        return f"{self._settings.base_url}/auth/oidc/callback"

    def way_there(self, ours: Secrets) -> str:
        """The address at the provider to which a browser is sent. Raises ProviderAway."""
        description = self._discovered()
        address, _ = self._client(description).create_authorization_url(
            description.about["authorization_endpoint"],
            state=ours.state,
            nonce=ours.nonce,
            code_verifier=ours.verifier,
        )
        return str(address)

    def is_from_us(self, issuer: str | None) -> bool:
        """Whether an answer's ``iss`` names our provider (RFC 9207); left out where it never says it."""
        if issuer is None:
            return not self._discovered().about.get("authorization_response_iss_parameter_supported")
        return issuer == self._settings.oidc_issuer

    def identity(self, code: str, ours: Secrets, now: datetime) -> Identity:
        """Who signed in there. Raises ProviderAway, or NotProven with the cause."""
        description = self._discovered()
        tokens = self._exchanged(description, code, ours)
        claims = self._verified(description, tokens, ours, now)
        login = claims.get(self._settings.oidc_login_claim) or self._login_from_userinfo(
            description, tokens, claims["sub"]
        )
        try:
            return Identity(self._settings.oidc_issuer, claims["sub"], str(login or "")[:200])
        except BadInput as refusal:
            raise NotProven(str(refusal)) from refusal

    def _discovered(self) -> _Discovered:
        known = self._known
        if known is None or time.monotonic() - known.read_at > _FRESH_SECONDS:
            known = self._known = self._read_description()
        return known

    def _read_description(self) -> _Discovered:
        issuer = self._settings.oidc_issuer
        about = _json_at(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if about.get("issuer") != issuer:
            raise ProviderAway(f"the discovery document names another issuer: {about.get('issuer')!r}")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        for name in (*needed, *({"userinfo_endpoint"} & about.keys())):
            if not isinstance(about.get(name), str) or not is_confidential(about[name]):
                raise ProviderAway(f"{name} is missing, or sends secrets in the clear")
        return _Discovered(about, _keys_at(about["jwks_uri"]), time.monotonic())

    def _client(self, description: _Discovered) -> OAuth2Session:
        secret = self._settings.oidc_client_secret
        return OAuth2Session(
            self._settings.oidc_client_id,
            secret or None,
            scope=_SCOPE,
            redirect_uri=self.redirect_uri,
            token_endpoint_auth_method=description.client_method if secret else "none",
            code_challenge_method="S256",
        )

    def _exchanged(self, description: _Discovered, code: str, ours: Secrets) -> dict[str, Any]:
        """The tokens for a code, which the provider gives once, to who began with the verifier."""
        try:
            tokens = self._client(description).fetch_token(
                description.about["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=ours.verifier,
                timeout=_TIMEOUT_SECONDS,
                allow_redirects=False,
            )
        except AuthlibBaseError as error:
            raise NotProven(f"the code was refused: {error.error}") from error
        except (requests.RequestException, ValueError) as error:
            raise ProviderAway(f"no tokens: {type(error).__name__}") from error
        if not isinstance(tokens, dict) or not isinstance(tokens.get("id_token"), str):
            raise NotProven("there is no ID token in the answer")
        return tokens

    def _verified(
        self, description: _Discovered, tokens: dict[str, Any], ours: Secrets, now: datetime
    ) -> dict[str, Any]:
        """The claims of the ID token (OpenID Connect Core 3.1.3.7)."""
        try:
            token = self._decoded(description, tokens["id_token"])
            wanted = {
                "iss": {"essential": True, "value": self._settings.oidc_issuer},
                "aud": {"essential": True, "value": self._settings.oidc_client_id},
            }
            about = {
                "nonce": ours.nonce,
                "client_id": self._settings.oidc_client_id,
                "access_token": tokens.get("access_token"),
            }
            claims = CodeIDToken(token.claims, token.header, wanted, about)
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY_SECONDS)
        except (JoseError, ValueError) as error:
            raise NotProven(f"the ID token: {type(error).__name__} {error}") from error
        return dict(claims)

    def _decoded(self, description: _Discovered, text: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            return jwt.decode(text, description.keys, registry=registry)
        except InvalidKeyIdError:
            # The provider has changed its keys since we read them.
            description = self._known = self._read_description()
            return jwt.decode(text, description.keys, registry=registry)

    def _login_from_userinfo(self, description: _Discovered, tokens: dict[str, Any], subject: str) -> object:
        """Many providers keep the profile out of the ID token; it must be the same person's."""
        address, access = description.about.get("userinfo_endpoint"), tokens.get("access_token")
        if not address or not access:
            return None
        about = _json_at(address, {"authorization": f"Bearer {access}"})
        if about.get("sub") != subject:
            raise NotProven("the profile is somebody else's")
        return about.get(self._settings.oidc_login_claim)


def _json_at(address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    try:
        answer = requests.get(address, headers=headers, timeout=_TIMEOUT_SECONDS, allow_redirects=False)
        content = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError) as error:
        raise ProviderAway(f"{address}: {type(error).__name__}") from error
    if not isinstance(content, dict):
        raise ProviderAway(f"{address}: status {answer.status_code}, no JSON object")
    return content


def _keys_at(address: str) -> KeySet:
    try:
        return KeySet.import_key_set(_json_at(address))  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderAway(f"{address}: {type(error).__name__}") from error
