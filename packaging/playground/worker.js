// Runs pipefilter on Python in a worker, so that the page never waits for it: first come the parts, then requests.
// The build puts `loadPyodide`, `createPyodideModule` and `LOCK` in front of this script: a worker is one file that
// imports nothing, so that it starts from memory, and so that the page's policy holds in it.

const CODE = "/pipefilter.zip"; // Python imports from it, as unpacking it would take longer

let pyodide = null;
let answer = null;

self.onmessage = async ({ data }) => {
  if (data.module) await start(data);
  else evaluate(data);
};

async function start({ module, library, code, place }) {
  try {
    handOver(module, library);
    const places = { indexURL: place, packageBaseUrl: place, lockFileContents: LOCK };
    pyodide = await loadPyodide({ ...places, createPyodideModule, stdout: console.log, stderr: console.error });
    pyodide.FS.writeFile(CODE, new Uint8Array(code));
    pyodide.pyimport("sys").path.insert(0, CODE);
    answer = pyodide.pyimport("pipefilter.serving.browser_worker").worker_answer;
    postMessage({ isReady: true });
  } catch (error) {
    postMessage({ failure: lastLine(error) });
  }
}

/** Give Pyodide the parts that are here already: it would load them itself, and would wait forever if that failed. */
function handOver(module, library) {
  self.fetch = async (address) => (String(address).endsWith("/python_stdlib.zip") ? new Response(library) : new Response());
  WebAssembly.instantiateStreaming = async (_response, imports) => {
    try {
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    } catch (error) {
      postMessage({ failure: lastLine(error) });
      throw error;
    }
  };
}

function evaluate({ path, text }) {
  try {
    const values = answer(path, text);
    const [status, json, fault] = values;
    values.destroy();
    postMessage({ status, text: json, fault, memory: pyodide._module.HEAP8.length });
  } catch (error) {
    postMessage({ ending: String(error) });
  }
}

function lastLine(error) {
  return String(error?.message ?? error).trim().split("\n").at(-1);
}
