"""HTTP: parse, ask a service, reply. Litestar routes, problem details, OpenAPI 3.1."""
