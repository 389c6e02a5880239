// Carries the precompiled header that the folders marked ASIO reuse.
