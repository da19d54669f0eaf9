# redact-batch without torch, from its wheel, as a user without rights. Needs a registry to build and no network to run:
#   docker build -t redactor .
#   docker run --rm --read-only --network none --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp:size=64m \
#     -v /srv/incoming:/in:ro -v /srv/redacted:/out redactor /in /out
# /out must be writable for user 10001; a key is mounted as a file of mode 0400 that this user owns (--key-file).
# For a build that can be repeated to the byte, put the base image's digest behind its name.
FROM python:3.11-slim-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /src
RUN python -m venv /opt/redactor
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY redactor ./redactor
# The wheel, then the proof that what it names is there and that the model loads and masks.
RUN /opt/redactor/bin/pip wheel --no-cache-dir --disable-pip-version-check --no-deps --wheel-dir /dist . \
 && /opt/redactor/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt "$(echo /dist/redact_batch-*.whl)[pdf,surrogate]" \
 && /opt/redactor/bin/pip check \
 && /opt/redactor/bin/python -m compileall -q /opt/redactor/lib \
 && echo "Write to niels@example.com" | /opt/redactor/bin/redact-batch --quiet | grep -F "[EMAIL_ADDRESS]"

# With Ray, for the driver and the nodes of a cluster alike (examples/kuberay): docker build --target ray -t redactor-ray .
FROM build AS build-ray
RUN /opt/redactor/bin/pip install --no-cache-dir --disable-pip-version-check "ray[default]" -c constraints.txt \
 && /opt/redactor/bin/ray --version

FROM python:3.11-slim-bookworm AS ray
COPY --from=build-ray /opt/redactor /opt/redactor
RUN useradd --system --uid 10001 --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin redactor
ENV PATH=/opt/redactor/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HF_HUB_OFFLINE=1 HOME=/tmp RAY_USAGE_STATS_ENABLED=0
USER 10001:10001
WORKDIR /tmp

FROM python:3.11-slim-bookworm
COPY --from=build /opt/redactor /opt/redactor
RUN useradd --system --uid 10001 --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin redactor
# No byte code is written and no hub is asked: the root may be read-only, the network absent.
ENV PATH=/opt/redactor/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HF_HUB_OFFLINE=1 HOME=/tmp
USER 10001:10001
WORKDIR /tmp
ENTRYPOINT ["redact-batch", "--no-progress", "--log-format", "json"]
CMD ["--help"]
