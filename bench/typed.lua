-- Asks for what people type, a key more each time, from the file that TYPED names; each thread begins elsewhere.
local lines, at = {}, 0
for line in io.lines(os.getenv("TYPED")) do lines[#lines + 1] = line end
function init(args) at = math.floor(#lines * tonumber(args[1] or 0)) end
function request()
  at = at % #lines + 1
  return wrk.format("GET", "/api/patient/patient-live?search=" .. lines[at])
end
