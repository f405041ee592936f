"`python -m ddpm_nb COMMAND`: the commands by one name."
from ddpm_nb_start import main

main()
