# The service alone: the database is another container, see compose.yaml.
FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE hatch_build.py ./
COPY browser browser
COPY learnmap learnmap
RUN UV_PROJECT_ENVIRONMENT=/opt/learnmap uv sync --locked --no-dev --no-editable --no-cache

FROM python:3.11-slim-bookworm
# The wheels of osmium and rasterio take expat from the system, and the slim image has none; the
# PDFs of an export are set in the Chinese font.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-cjk libexpat1 \
  && rm -rf /var/lib/apt/lists/*
# Its home is the data folder, and a volume in compose.yaml: walk graphs are kept there.
RUN useradd --system --create-home --home-dir /var/lib/learnmap learnmap
COPY --from=build /opt/learnmap /opt/learnmap
ENV PATH=/opt/learnmap/bin:$PATH LEARNMAP_HOME=/var/lib/learnmap
USER learnmap
WORKDIR /var/lib/learnmap
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-c", \
  "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["learnmap", "serve", "--host", "0.0.0.0", "--port", "8000"]
