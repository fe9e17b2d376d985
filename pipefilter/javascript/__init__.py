"""The calls of the npm package, which runs pipefilter in Pyodide."""
