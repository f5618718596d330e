"""The register's pages: behind a sign-in, a desk for each role, over what `register` lets that role see and do."""
