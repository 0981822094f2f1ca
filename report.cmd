@echo off
rem Makes the report on Windows: double-click this file. It does what `make report` does elsewhere.
rem Not tested on Windows so far.
setlocal
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"

set "PYTHON="
for %%P in ("py -3" python python3) do (
  if not defined PYTHON (
    %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && set "PYTHON=%%~P"
  )
)
if not defined PYTHON (
  echo Python 3.11 or later is needed. Get it from python.org or your software centre, then double-click again.
  goto end
)

set "PY=.venv\Scripts\python.exe"
if not exist "%PY%" (
  %PYTHON% -m venv --clear .venv || goto failed
)
rem .venv\ready.txt is the list that was installed; another list installs anew.
fc /b requirements.txt .venv\ready.txt >nul 2>&1
if errorlevel 1 (
  echo Setting up ^(once, about a minute^) ...
  "%PY%" -m pip install --disable-pip-version-check --no-input -qq -r requirements.txt || goto failed
  copy /y requirements.txt .venv\ready.txt >nul
)

"%PY%" -m pipeline report %*
goto end

:failed
echo Setting up failed; the lines above say why. The first time needs the internet.

:end
pause
