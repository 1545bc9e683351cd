"""The same application with the middleware that compresses, and holds back what it compresses."""

from fastapi_app import app
from starlette.middleware.gzip import GZipMiddleware

app.add_middleware(GZipMiddleware, minimum_size=0)
