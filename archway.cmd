@echo off
rem Starts Archway on Windows, as the script archway beside it does elsewhere. Beside sources it first
rem builds what has changed; beside lib alone it only starts. What it makes lies below .archway.
setlocal EnableExtensions DisableDelayedExpansion
set "APP=%~dp0"
set "APP=%APP:~0,-1%"
set "STATE=%APP%\.archway"

call :find_java
if errorlevel 1 exit /b 8
if exist "%APP%\pom.xml" (call :from_sources) else call :from_release
if errorlevel 1 exit /b 8
call :choose_archive
set "SHARED="
if exist "%ARCHIVE%" set SHARED="-XX:SharedArchiveFile=%ARCHIVE%"
"%JAVA%" %FLAGS% %SHARED% %ARCHWAY_JAVA_OPTS% "-Darchway.app=%APP%" -cp "%RUN%\lib\*" io.archway.gateway.Main %*
exit /b %ERRORLEVEL%

:note
set "MESSAGE=%~1"
setlocal EnableDelayedExpansion
echo archway: !MESSAGE! 1>&2
endlocal
exit /b 1

rem ---- Java; its version stands in the file "release" of every JDK
:find_java
set "JDK=%JAVA_HOME%"
set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA%" (call :note "JAVA_HOME has no bin\java.exe (expected: a JDK 17 or newer)" & exit /b 1)
if not defined JAVA_HOME set "JAVA="
if not defined JAVA_HOME for %%J in (java.exe) do set "JAVA=%%~$PATH:J"
if not defined JAVA (call :note "no java on the PATH and JAVA_HOME is not set (expected: a JDK 17 or newer)" & exit /b 1)
if not defined JDK for %%J in ("%JAVA%\..\..") do set "JDK=%%~fJ"
set "VERSION="
if exist "%JDK%\release" for /f "usebackq tokens=1,2 delims==" %%A in ("%JDK%\release") do if "%%A"=="JAVA_VERSION" set "VERSION=%%~B"
if not defined VERSION for /f "tokens=3" %%V in ('""%JAVA%" -version 2>&1" ^| findstr /c:" version "') do set "VERSION=%%~V"
set "MAJOR=0"
for /f "tokens=1 delims=.-+" %%M in ("%VERSION%") do set "MAJOR=%%M"
if %MAJOR% LSS 17 (call :note "java is version %VERSION% (expected: 17 or newer)" & exit /b 1)
set "FLAGS=-Xmx256m -XX:MaxDirectMemorySize=64m -XX:+ExitOnOutOfMemoryError -XX:+PerfDisableSharedMem -Djava.awt.headless=true"
rem The optimizing compiler waits ten times as long: on two cores it would take one from the start and the first studies.
set "FLAGS=%FLAGS% -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
set "FLAGS=%FLAGS% -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
set "FLAGS=%FLAGS% -Dfile.encoding=UTF-8 -Xshare:auto -Xlog:disable -Xlog:all=error:stderr"
if %MAJOR% GEQ 22 set "FLAGS=%FLAGS% --enable-native-access=ALL-UNNAMED"
if %MAJOR% GEQ 23 set "FLAGS=%FLAGS% --sun-misc-unsafe-memory-access=allow"
exit /b 0

rem ---- beside lib alone
:from_release
if not exist "%APP%\lib" (call :note "neither sources (pom.xml) nor a built program (lib) beside archway.cmd" & exit /b 1)
set "RUN=%APP%"
mkdir "%STATE%" 2>nul
if not exist "%STATE%" set "STATE=%LOCALAPPDATA%\archway"
set "ARCHIVES=%STATE%\archives"
exit /b 0

rem ---- beside sources
:from_sources
call :sources_same
if errorlevel 1 call :build_under_lock
if errorlevel 1 exit /b 1
set /p BUILT=<"%STATE%\current"
set "RUN=%STATE%\run\%BUILT%"
set "ARCHIVES=%RUN%\archives"
exit /b 0

rem robocopy compares the sources with those built last in one pass; with /L it only looks.
:mirror_sources
robocopy "%APP%" "%STATE%\sources" /MIR %1 /XF *.md /XD "%APP%\.git" "%APP%\.archway" "%APP%\data" "%APP%\docs" "%APP%\bench" "%APP%\conf" target test /NFL /NDL /NJH /NJS /NP >nul
exit /b %ERRORLEVEL%

:sources_same
if not exist "%STATE%\current" exit /b 1
call :mirror_sources /L
if errorlevel 1 exit /b 1
exit /b 0

:build_under_lock
mkdir "%STATE%" 2>nul
if not exist "%STATE%" (call :note "cannot write .archway (expected: a folder that may be written)" & exit /b 1)
:wait_for_lock
rem Not by ERRORLEVEL, which mkdir leaves as it was when it succeeds.
mkdir "%STATE%\lock.d" 2>nul && goto locked
call :note "another start is building, waiting for it (if none is, delete .archway\lock.d)"
ping -n 3 127.0.0.1 >nul
goto wait_for_lock
:locked
set "RESULT=0"
call :sources_same
if errorlevel 1 call :build
if errorlevel 1 set "RESULT=1"
rmdir "%STATE%\lock.d"
exit /b %RESULT%

:build
if not exist "%JDK%\bin\javac.exe" (call :note "sources have changed, but this Java has no compiler (expected: a JDK 17 or newer)" & exit /b 1)
where mvn >nul 2>nul
if errorlevel 1 (call :note "sources have changed, but no mvn is on the PATH (expected: Maven 3.8 or newer)" & exit /b 1)
call :note "building, since sources are newer"
rem First, so that no other start takes what was built before for these sources.
del "%STATE%\current" 2>nul
call :mirror_sources
if errorlevel 8 (call :note "cannot copy the sources to .archway\sources" & exit /b 1)
rmdir /s /q "%STATE%\build\lib" 2>nul
pushd "%APP%"
set "JAVA_HOME=%JDK%"
call mvn -B -q -ntp -Dstyle.color=never "-Darchway.out=%STATE%\build" -pl gateway -am package 1>&2
set "RESULT=%ERRORLEVEL%"
popd
if not "%RESULT%"=="0" (call :note "the build failed (needs Maven 3.8 or newer)" & exit /b 1)
set "BUILT=%RANDOM%%RANDOM%"
robocopy "%STATE%\build\lib" "%STATE%\run\%BUILT%\lib" /NFL /NDL /NJH /NJS /NP >nul
if errorlevel 8 (call :note "cannot copy the program to .archway\run" & exit /b 1)
>"%STATE%\current" echo %BUILT%
call :sweep
exit /b 0

rem A copy whose folder can be renamed is unused: Windows keeps the names of folders with open files.
:sweep
for /d %%D in ("%STATE%\run\*") do if /i not "%%~nxD"=="%BUILT%" (ren "%%D" "%%~nxD.old" 2>nul && rmdir /s /q "%%D.old" 2>nul)
exit /b 0

rem ---- the class-data archive: the classes of a start, parsed and verified once for each JDK
:choose_archive
set "ARCHIVE=%ARCHIVES%\%VERSION%.jsa"
if exist "%ARCHIVE%" exit /b 0
if exist "%ARCHIVE%.log" exit /b 0
mkdir "%ARCHIVES%" 2>nul
if not exist "%ARCHIVES%" exit /b 0
call :note "preparing the class-data archive for Java %VERSION%"
set "NEW=%ARCHIVE%.%RANDOM%"
"%JAVA%" %FLAGS% "-XX:DumpLoadedClassList=%NEW%.classes" -cp "%RUN%\lib\*" io.archway.gateway.Main serve --train --home "%NEW%.home" >"%NEW%.log" 2>&1
"%JAVA%" %FLAGS% -Xshare:dump "-XX:SharedClassListFile=%NEW%.classes" "-XX:SharedArchiveFile=%NEW%.jsa" -cp "%RUN%\lib\*" >>"%NEW%.log" 2>&1
if exist "%NEW%.jsa" move /y "%NEW%.jsa" "%ARCHIVE%" >nul
if exist "%ARCHIVE%" (del "%NEW%.log") else (move /y "%NEW%.log" "%ARCHIVE%.log" >nul)
if not exist "%ARCHIVE%" call :note "no class-data archive could be made, starts will be slower; see .jsa.log"
del "%NEW%.classes" 2>nul
rmdir /s /q "%NEW%.home" 2>nul
exit /b 0
