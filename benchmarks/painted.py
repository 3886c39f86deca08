"""When what a page writes has been painted, told inside the page."""

from __future__ import annotations

__all__ = ["PAINTED"]

# What is written before or in a frame is painted when a message sent in that frame arrives, or at
# the latest when the next frame begins, which a busy browser puts before messages.
PAINTED = """
    const channel = new MessageChannel(), due = [];
    let frame = null;
    const settle = () => {
        frame = null;
        const now = performance.now();
        for (const done of due.splice(0)) done(now);
    };
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = callback => ask(time => {
        if (frame !== time) {
            if (frame !== null) settle();
            frame = time;
            channel.port2.postMessage(time);
        }
        callback(time);
    });
    channel.port1.onmessage = ({data}) => { if (data === frame) settle(); };
    const painted = done => {
        if (frame !== null) due.push(done);
        else window.requestAnimationFrame(() => due.push(done));
    };
"""
"""JavaScript that defines ``painted(done)``: calls ``done`` with the time when it has been."""
