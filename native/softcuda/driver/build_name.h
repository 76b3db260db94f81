// Names what an image depends on: the sources of softcuda and the checks that are compiled in.
#pragma once

extern "C" const char* softcuda_build_name();
