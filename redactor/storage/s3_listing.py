"""What of S3 goes through boto3: credentials, region, endpoint, and listing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from redactor.errors import UnreachableError
from redactor.storage.store import Stored, tag_of

#: Requests ask again for credentials that are older than this.
_CREDENTIALS_LAST = timedelta(minutes=10)
_ATTEMPTS = 12


class Bucket:
    """One bucket as boto3 sees it. ``patience`` in seconds bounds how long a listing is tried again."""

    def __init__(self, name: str, patience: float) -> None:
        self._name = name
        self._session = boto3.Session()
        self._credentials = self._session.get_credentials()
        if self._credentials is None:
            raise UnreachableError(
                f"s3://{name}: no credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            )
        tries = max(2, min(_ATTEMPTS, int(patience)))
        config = Config(retries={"mode": "standard", "total_max_attempts": tries}, connect_timeout=10, read_timeout=60)
        region = self._session.region_name or "us-east-1"
        self._client = self._session.client("s3", region_name=region, config=config)

    def options(self) -> dict[str, Any]:
        """What the library that reads and writes is to be told."""
        endpoint = self._endpoint()
        options: dict[str, Any] = {"credential_provider": self._current, "region": self._region(endpoint)}
        if endpoint:
            options["endpoint"] = endpoint
        return options

    def list(self, prefix: str) -> Iterator[Stored]:
        """See ``stores.Store``."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix)
        try:
            for page in pages:
                for found in page.get("Contents", ()):
                    mtime_ns = int(found["LastModified"].timestamp()) * 1_000_000_000
                    yield Stored(found["Key"], found["Size"], mtime_ns, tag_of(found.get("ETag")))
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "?")
            raise UnreachableError(f"s3://{self._name}/{prefix}: cannot be listed ({code})") from None
        except BotoCoreError as error:
            raise UnreachableError(f"s3://{self._name}/{prefix}: cannot be listed ({type(error).__name__})") from None

    def _current(self) -> dict[str, Any]:
        now = self._credentials.get_frozen_credentials()
        return {
            "access_key_id": now.access_key,
            "secret_access_key": now.secret_key,
            "token": now.token,
            "expires_at": datetime.now(UTC) + _CREDENTIALS_LAST,
        }

    def _endpoint(self) -> str | None:
        """Another server than Amazon's, where environment or profile name one."""
        url = str(self._client.meta.endpoint_url)
        named = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        return named or (None if ".amazonaws." in url else url)

    def _region(self, endpoint: str | None) -> str:
        """The bucket's own region: the other library does not follow to it."""
        configured = str(self._client.meta.region_name)
        if endpoint:
            return configured
        try:
            return str(self._client.head_bucket(Bucket=self._name).get("BucketRegion") or configured)
        except (ClientError, BotoCoreError):
            return configured
