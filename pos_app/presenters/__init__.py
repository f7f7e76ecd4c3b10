"""State machines of the pages: plain Python over frozen state; no Qt, no httpx, no cv2."""
