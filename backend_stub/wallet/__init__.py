"""The customer's web pages, served at `/wallet`: they ask the services, as the API does, and draw what comes."""
