## Configuration keys: config-key-<name>
config-key-listen = Where the server listens: ADDR:PORT or unix:PATH, one or several.
