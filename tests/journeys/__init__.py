"""What people do in a browser, from their first visit to the printed form, against the real web server and worker."""
