# One image for web, streams, worker and beat. Runs as a user without rights on a read-only file system.
FROM node:22-bookworm-slim AS look
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund

FROM python:3.12-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /app/venv && uv pip install --no-cache --require-hashes --python /app/venv/bin/python -r requirements.lock

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin pvk
ENV PATH=/app/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PVK_VAR=/data PVK_VENDOR=/app/vendor PVK_STATIC=/app/static HOME=/tmp
COPY --from=build /app/venv /app/venv
WORKDIR /app/src
COPY . .
COPY --from=look /src/node_modules ./node_modules
RUN python script/vendor && rm -rf node_modules && mkdir -p /data && chown pvk /data \
    && PVK_SECRET_KEY=only-to-collect-files python manage.py collectstatic --noinput -v 0 \
    && rm -rf /data/* && chown -R root:root /app
USER 10001
VOLUME /data
EXPOSE 8000 8001
# A command per service stands in docker-compose.yml.
CMD ["gunicorn", "pvk.wsgi", "--bind", "[::]:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
