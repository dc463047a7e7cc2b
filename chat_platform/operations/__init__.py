"""Operations: problems, logs, headers, health, documents, and the server itself."""
