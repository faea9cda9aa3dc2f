# Homeround's web server, worker and scheduler: one image, three commands (docker-compose.yml, docs/operations.md).

FROM node:22-slim AS front
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY carehomes/ui/frontend carehomes/ui/frontend
RUN npm run build

FROM python:3.13-slim AS packages
COPY requirements/installer.txt requirements/base.txt /requirements/
RUN python -m venv /opt/homeround \
 && pip install --no-cache-dir --require-hashes -r /requirements/installer.txt \
 && uv pip install --no-cache --python /opt/homeround/bin/python --compile-bytecode --require-hashes -r /requirements/base.txt

FROM python:3.13-slim
ENV PATH=/opt/homeround/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=carehomes.settings.production \
    HOMEROUND_UPLOADS=/var/lib/homeround
RUN groupadd --gid 10001 homeround \
 && useradd --uid 10001 --gid homeround --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin homeround \
 && install -d -o homeround -g homeround -m 0750 /var/lib/homeround
WORKDIR /srv/homeround
COPY --from=packages /opt/homeround /opt/homeround
COPY manage.py ./
COPY carehomes carehomes
COPY checkins checkins
COPY reporting reporting
COPY static static
COPY templates templates
COPY --from=front /build/build build
# Collecting the static files needs settings that load, not services: these values stay in this one step.
RUN SECRET_KEY=only-for-this-step-only-for-this-step-only-for-this-step ALLOWED_HOSTS=localhost \
    SITE_ADDRESS=https://localhost REDIS_URL=redis://localhost DATABASE_OWNER_URL= \
    DATABASE_URL=postgresql://localhost/none DATABASE_NATIONAL_URL=postgresql://localhost/none \
    DATABASE_SYSTEM_URL=postgresql://localhost/none \
    python manage.py collectstatic --noinput
USER homeround
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "carehomes.wsgi:application"]
