"""What only the server that carries us can do."""

import gc

import uvicorn


def say_nothing_of_the_server() -> None:
    """Take "server: uvicorn" out of every response.

    uvicorn adds the header after all middleware, and ``streamlit run`` passes no option for it
    (``uvicorn --no-server-header`` has one). The running server is found among the living objects.
    """
    for found in gc.get_objects():
        if isinstance(found, uvicorn.Config) and found.loaded:
            found.encoded_headers = [pair for pair in found.encoded_headers if pair[0] != b"server"]
