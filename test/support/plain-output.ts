/** Before every test file: whoever runs the tests may force colours, or none; what is tested, and what it starts, does as it does by itself. */
delete process.env.FORCE_COLOR;
delete process.env.NO_COLOR;
