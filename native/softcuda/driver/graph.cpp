// Graphs: instantiated, launched, destroyed.
#include "call.h"
#include "counters.h"
#include "driver.h"
#include "stream.h"

namespace softcuda {

Handles<Graph>& graphs() {
  static auto* handles = new Handles<Graph>(2);
  return *handles;
}

Handles<Graph>& graph_execs() {
  static auto* handles = new Handles<Graph>(3);
  return *handles;
}

namespace {

// Whoever launches a graph again and again should not allocate in between.
void count_allocations(Graph& graph) {
  Counters& c = counters();
  long now = c.allocations_total + c.host_allocations_total;
  if (graph.allocations >= 0) {
    c.allocations_in_graph_launch += now - graph.allocations;
  }
  graph.allocations = now;
}

std::vector<HostBytes> host_memory(const Graph& graph) {
  std::vector<HostBytes> all;
  for (const Queued& node : graph.nodes) {
    all.insert(all.end(), node.host.begin(), node.host.end());
  }
  return all;
}

CUresult run(const Graph& graph) {
  CUresult result = CUDA_SUCCESS;
  for (size_t i = 0; i < graph.nodes.size() && result == CUDA_SUCCESS; i++) {
    result = graph.nodes[i].run();
    if (result != CUDA_SUCCESS) {
      complain("node %zu (%s) of the graph failed", i, graph.nodes[i].name.c_str());
      set_device_error(result);
    }
  }
  return result;
}

}  // namespace

}  // namespace softcuda

using namespace softcuda;

extern "C" {

CUresult cuGraphInstantiateWithFlags(void** exec, void* graph, unsigned long long) {
  return driver("cuGraphInstantiate", [&] {
    *exec = nullptr;
    auto found = graphs().find(graph);
    if (found == nullptr) {
      complain("there is no graph %p; was it destroyed?", graph);
      return CUDA_ERROR_INVALID_VALUE;
    }
    *exec = graph_execs().add(std::make_shared<Graph>(*found));
    return CUDA_SUCCESS;
  });
}

CUresult cuGraphLaunch(void* exec, void* handle) {
  return driver("cuGraphLaunch", [&] {
    auto graph = graph_execs().find(exec);
    if (graph == nullptr) {
      complain("there is no executable graph %p; was it destroyed?", exec);
      return CUDA_ERROR_INVALID_VALUE;
    }
    auto stream = find_stream(handle);
    if (stream == nullptr) {
      return CUDA_ERROR_INVALID_HANDLE;
    }
    if (stream->capture != nullptr) {
      complain("a graph inside a captured graph is not implemented");
      return CUDA_ERROR_NOT_SUPPORTED;
    }
    counters().graph_launches++;
    count_allocations(*graph);
    return submit(handle, "cuGraphLaunch", [graph] { return run(*graph); }, host_memory(*graph));
  });
}

CUresult cuGraphUpload(void* exec, void* handle) {
  return driver("cuGraphUpload", [&] {
    return graph_execs().find(exec) != nullptr && find_stream(handle) != nullptr ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
  });
}

CUresult cuGraphGetNodes(void* graph, void** nodes, size_t* count) {
  return driver("cuGraphGetNodes", [&] {
    auto found = graphs().find(graph);
    if (found == nullptr) {
      return CUDA_ERROR_INVALID_VALUE;
    }
    if (nodes != nullptr) {
      complain("only the number of nodes is known");
      return CUDA_ERROR_NOT_SUPPORTED;
    }
    *count = found->nodes.size();
    return CUDA_SUCCESS;
  });
}

CUresult cuGraphExecDestroy(void* exec) {
  return driver("cuGraphExecDestroy", [&] {
    return graph_execs().remove(exec) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
  });
}

CUresult cuGraphDestroy(void* graph) {
  return driver("cuGraphDestroy", [&] { return graphs().remove(graph) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE; });
}

}
